import { partTexts } from '../../shared/texts/parts.ts';
import { countdownText, timeLeftSentence } from '../wording/time-phrases.ts';
import { messageWith } from './message-with.tsx';
import { useSeconds } from './use-now.ts';

/** Time left, ticking each second for the eye and once a minute for the ear. */
export function Countdown({ expiresAt }: { expiresAt: number }) {
  const leftMs = expiresAt - useSeconds();
  return (
    <p className="countdown">
      <span aria-hidden="true">
        {messageWith(partTexts.timeLeft, {
          time: <span className="countdown__digits">{countdownText(leftMs)}</span>,
        })}
      </span>
      <span className="visually-hidden" role="status">
        {timeLeftSentence(leftMs)}
      </span>
    </p>
  );
}
