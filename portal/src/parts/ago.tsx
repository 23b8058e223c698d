// A moment, in words from now and as the time that it was. Both are always there to be read: what
// shows under a pointer only is not there for a finger, a key or an ear.

import { agoWords, timeWords } from './dates';
import { useMe } from './me';

interface Props { at: string }

/** Two lines, for lists. */
export function Ago({ at }: Props) {
  const { company } = useMe();
  return (
    <time dateTime={at} className="cm-two-lines">
      <span className="cm-no-break">{agoWords(at, new Date())}</span>
      <small>{timeWords(at, company.time_zone)}</small>
    </time>
  );
}

/** In a line of facts: the time, and how long ago it was. */
export function When({ at }: Props) {
  const { company } = useMe();
  return <time dateTime={at}>{timeWords(at, company.time_zone)} <small>({agoWords(at, new Date())})</small></time>;
}

/** The same inside of a sentence. */
export const whenWords = (at: string, zone: string) => `${agoWords(at, new Date())} (${timeWords(at, zone)})`;
