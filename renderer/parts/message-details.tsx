import { partTexts } from '../../shared/texts/parts.ts';
import { plainMessage } from '../../shared/wording/plain-message.ts';
import { Fold } from './fold.tsx';

/**
 * The whole of a message with its codes, on request; nothing where it has none. `isSaid` is false
 * where other words stand in its place.
 */
export function MessageDetails({ message, isSaid = true }: { message: string; isSaid?: boolean }) {
  return (
    !(isSaid && plainMessage(message).isPlain) && (
      <Fold title={partTexts.details()}>
        <p className="muted">{message}</p>
      </Fold>
    )
  );
}
