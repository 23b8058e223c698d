// Codes by their state, with a way to those of each. The page has to have the patterns.

import { Link } from 'wouter';
import { t } from '../text';
import { useMay } from './me';
import { VerdictBar, VerdictKey } from './verdict-pattern';
import { statusOf, sumOf, VERDICTS, type Counts } from './verdicts';
import './code-states.css';

interface Props {
  counts: Counts;
  /** Where the codes of a status are listed, by the API's number of it. */
  address: (status: number) => string;
}

export function CodeStates({ counts, address }: Props) {
  const may = useMay();
  return (
    <>
      <VerdictBar counts={counts} of={sumOf(counts)} />
      <ul className="cm-codes-states">
        {VERDICTS.map((verdict) => {
          const label = t.codes.statuses[verdict === 'genuine' ? 'active' : verdict];
          const words = t.dashboard.count(counts[verdict]);
          return (
            <li key={verdict}>
              <VerdictKey verdict={verdict} /> {label}{' '}
              <b>
                {may('codes_view') && counts[verdict] > 0
                  ? <Link href={address(statusOf(verdict))} className="cm-plain-link" aria-label={t.dashboard.codesOf(counts[verdict], label)}>{words}</Link>
                  : words}
              </b>
            </li>
          );
        })}
      </ul>
    </>
  );
}
