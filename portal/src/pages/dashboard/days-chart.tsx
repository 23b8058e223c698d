// Bars of the three states on each other. One bar at a time is read out above them.

import type { Dashboard } from '../../api/types';
import { shortDay, shortMonth } from '../../parts/dates';
import { useBars } from '../../parts/use-bars';
import { fillOf, VerdictKey } from '../../parts/verdict-pattern';
import { sumOf, VERDICTS } from '../../parts/verdicts';
import { t } from '../../text';
import { spanWords } from './span-words';
import { ticks, type Span, type Unit } from './spans';

const HEIGHT = 220;
/** Dates below the bars. */
const LABELS = 6;

interface Props { spans: Span[]; totals: Dashboard['totals']; unit: Unit }

export function DaysChart({ spans, totals, unit }: Props) {
  const { chosen, slider } = useBars(spans.length);
  const scale = ticks(Math.max(...spans.map(sumOf)));
  const top = scale.at(-1) ?? 1;
  const last = spans.length - 1;
  const at = chosen === null ? null : spans[chosen] ?? null;
  const whole = spanWords({ from: spans[0]?.from ?? '', to: spans[last]?.to ?? '' });
  const said = spans[chosen ?? last];

  return (
    <div className="cm-days">
      <div className="cm-days-head">
        <b>{at ? spanWords(at) : whole}</b>
        <ul>
          {VERDICTS.map((verdict) => (
            <li key={verdict}><VerdictKey verdict={verdict} /> {t.dashboard.verdicts[verdict]} <b>{t.dashboard.count((at ?? totals)[verdict])}</b></li>
          ))}
        </ul>
      </div>
      <div className="cm-days-chart">
        <div className="cm-days-scale" aria-hidden="true">
          {[...scale].reverse().map((tick) => <span key={tick}>{short(tick)}</span>)}
        </div>
        <div
          className="cm-days-plot" aria-label={t.dashboard.byTime[unit]}
          aria-valuetext={said && t.common.pair(spanWords(said), t.dashboard.parts(said.genuine, said.inactive, said.blacklisted))}
          {...slider}
        >
          <svg height={HEIGHT} aria-hidden="true" focusable="false">
            {scale.map((tick) => <line key={tick} className="cm-days-line" x1="0" x2="100%" y1={HEIGHT - (tick / top) * HEIGHT} y2={HEIGHT - (tick / top) * HEIGHT} />)}
            {spans.map((span, n) => <Bar key={span.from} span={span} at={n} of={spans.length} top={top} isChosen={n === chosen} />)}
          </svg>
        </div>
        <Dates spans={spans} unit={unit} />
      </div>
      <p className="cm-days-hint">{t.dashboard.hint}</p>
    </div>
  );
}

interface BarProps { span: Span; at: number; of: number; top: number; isChosen: boolean }

function Bar({ span, at, of, top, isChosen }: BarProps) {
  const slot = 100 / of;
  // Few bars need not be as wide as they could.
  const width = slot * (of <= 10 ? 0.4 : 0.72);
  let y = HEIGHT;
  return (
    <g>
      {isChosen && <rect className="cm-days-chosen" x={`${at * slot}%`} width={`${slot}%`} height={HEIGHT} />}
      {VERDICTS.map((verdict) => {
        if (span[verdict] === 0) return null;
        // One scan among thousands is still seen.
        const height = Math.max(2, (span[verdict] / top) * HEIGHT);
        y -= height;
        return <rect key={verdict} x={`${at * slot + (slot - width) / 2}%`} width={`${width}%`} y={Math.max(0, y)} height={height} fill={fillOf(verdict)} data-verdict={verdict} />;
      })}
    </g>
  );
}

function Dates({ spans, unit }: Pick<Props, 'spans' | 'unit'>) {
  const each = Math.ceil(spans.length / LABELS);
  const words = unit === 'month' ? shortMonth : shortDay;
  return (
    <div className="cm-days-dates" aria-hidden="true">
      {spans.map(({ from }, n) => {
        if (n % each !== 0) return null;
        const at = (n + 0.5) / spans.length;
        return <span key={from} style={{ insetInlineStart: `${at * 100}%` }}>{words(from)}</span>;
      })}
    </div>
  );
}

const compact = new Intl.NumberFormat(t.language, { notation: 'compact', maximumFractionDigits: 1 });
const short = (count: number) => compact.format(count);
