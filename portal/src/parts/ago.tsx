// A moment, in words from now and as the time that it was. Both are always there to be read: what
// shows under a pointer only is not there for a finger, a key or an ear.

import { agoWords, aheadWords, timeWords } from './dates';
import { useMe } from './me';

interface Props { at: string }

/** Two lines, for lists. */
export const Ago = ({ at }: Props) => <TwoLines at={at} words={agoWords(at, new Date())} />;

/** The same of a moment to come. */
export const Ahead = ({ at }: Props) => <TwoLines at={at} words={aheadWords(at, new Date())} />;

function TwoLines({ at, words }: Props & { words: string }) {
  const { company } = useMe();
  return (
    <time dateTime={at} className="cm-two-lines">
      <span className="cm-no-break">{words}</span>
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

/** The same of a moment to come. */
export const aheadAt = (at: string, zone: string) => `${aheadWords(at, new Date())} (${timeWords(at, zone)})`;
