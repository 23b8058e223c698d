// Bars of the three states on each other. One bar at a time is read out, by pointer or arrow keys,
// above them: a slider that is the whole chart.

import { useState, type KeyboardEvent, type PointerEvent } from 'react';
import type { Dashboard } from '../../api/types';
import { shortDay, shortMonth } from '../../parts/dates';
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
  const [chosen, choose] = useState<number | null>(null);
  const scale = ticks(Math.max(...spans.map(sumOf)));
  const top = scale.at(-1) ?? 1;
  const last = spans.length - 1;
  const at = chosen === null ? null : spans[chosen] ?? null;
  const whole = spanWords({ from: spans[0]?.from ?? '', to: spans[last]?.to ?? '' });
  const said = spans[chosen ?? last];

  const onKeyDown = (event: KeyboardEvent) => {
    const here = chosen ?? last;
    const next = { ArrowLeft: here - 1, ArrowDown: here - 1, ArrowRight: here + 1, ArrowUp: here + 1, Home: 0, End: last }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    choose(Math.min(last, Math.max(0, next)));
  };
  const onPointer = ({ currentTarget, clientX }: PointerEvent) => {
    const { left, width } = currentTarget.getBoundingClientRect();
    choose(Math.min(last, Math.max(0, Math.floor(((clientX - left) / width) * spans.length))));
  };
  // A finger that is lifted leaves, too; what it chose is still to be read.
  const onLeave = ({ pointerType }: PointerEvent) => pointerType === 'mouse' && choose(null);

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
          className="cm-days-plot" role="slider" tabIndex={0} aria-label={t.dashboard.byTime[unit]}
          aria-valuemin={1} aria-valuemax={spans.length} aria-valuenow={(chosen ?? last) + 1}
          aria-valuetext={said && t.common.pair(spanWords(said), t.dashboard.parts(said.genuine, said.inactive, said.blacklisted))}
          onKeyDown={onKeyDown} onFocus={() => chosen === null && choose(last)} onBlur={() => choose(null)}
          onPointerMove={onPointer} onPointerDown={onPointer} onPointerLeave={onLeave}
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
