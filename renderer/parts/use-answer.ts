import { useEffect, useState } from 'react';

/**
 * What `ask` answers, asked again whenever `changes` grows or `ask` becomes another; the answer
 * before it meanwhile and where there is none, null until there is one.
 */
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
