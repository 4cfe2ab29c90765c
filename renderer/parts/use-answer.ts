import { useEffect, useState } from 'react';

/** The latest answer of `ask`, which is called again with every other `changes` or `ask`. */
export function useAnswer<T>(ask: () => Promise<T | null>, changes: number): T | null {
  const [answer, setAnswer] = useState<T | null>(null);
  useEffect(() => {
    let isWanted = true;
    void ask().then((found) => {
      if (isWanted && found !== null) setAnswer(found);
    });
    return () => {
      isWanted = false;
    };
  }, [ask, changes]);
  return answer;
}
