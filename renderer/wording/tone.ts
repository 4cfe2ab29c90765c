/** How a state is meant, whatever it is the state of. */
export type Tone = 'good' | 'plain' | 'attention' | 'bad';

/** A state in a word or two. */
export interface Word {
  readonly word: string;
  readonly tone: Tone;
}
