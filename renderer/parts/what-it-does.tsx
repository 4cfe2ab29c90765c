import { Icon } from './icon.tsx';

/** In three lines what Gatehouse does, and what it does not. */
export function WhatItDoes() {
  return (
    <ul className="what" aria-label="What Gatehouse does">
      <li>
        <Icon name="check" />
        <span>
          Signs you in once, for Codex in the terminal, in editors and in the desktop app.
        </span>
      </li>
      <li>
        <Icon name="check" />
        <span>Keeps you signed in, and shows which rules apply here and who set them.</span>
      </li>
      <li>
        <Icon name="skipped" />
        <span>Never switches accounts by itself, and never shares your sign-in with anyone.</span>
      </li>
    </ul>
  );
}
