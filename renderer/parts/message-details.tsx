import { partTexts } from '../../shared/texts/parts.ts';
import { plainMessage } from '../wording/plain-message.ts';
import { Fold } from './fold.tsx';

/** The whole of a message with its codes, on request; nothing where it has none. */
export function MessageDetails({ message }: { message: string }) {
  return (
    !plainMessage(message).isPlain && (
      <Fold title={partTexts.details()}>
        <p className="muted">{message}</p>
      </Fold>
    )
  );
}
