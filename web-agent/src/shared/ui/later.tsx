import { type ComponentType, useEffect, useState } from 'react';

const againMs = 3_000;

/**
 * A part of a page that is not in the first load: it comes when it is first shown. Until it is there nothing stands in its
 * place, and while it cannot be had it is asked for again.
 */
export function later<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  let loaded: ComponentType<Props> | null = null;
  return function Later(props: Props) {
    const [Part, setPart] = useState<ComponentType<Props> | null>(() => loaded);
    useEffect(() => {
      if (Part !== null) return undefined;
      let timer: ReturnType<typeof setTimeout> | undefined;
      let gone = false;
      const ask = () => {
        load().then(
          (part) => {
            loaded = part;
            if (!gone) setPart(() => part);
          },
          () => {
            if (!gone) timer = setTimeout(ask, againMs);
          },
        );
      };
      ask();
      return () => {
        gone = true;
        clearTimeout(timer);
      };
    }, [Part]);
    return Part === null ? null : <Part {...props} />;
  };
}
