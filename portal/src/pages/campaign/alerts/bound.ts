// From when on an alert marks a scan: as the API has it, as a form holds it, and in words.

import type { Alert, AlertBound, AlertType } from '../../../api/types';
import { countryNames } from '../../../parts/countries';
import { t } from '../../../text';

export interface BoundValues extends Record<string, unknown> {
  most: number | string;
  auto_blacklist: boolean;
  countries: string[];
  scans: number | string;
  seconds: number | string;
  unit: string;
  kilometres: number | string;
}

const UNITS = [86_400, 3600, 60] as const;

/** The largest unit of which the period is a whole number. */
const unitOf = (seconds: number) => UNITS.find((unit) => seconds % unit === 0) ?? 60;

/** What the inputs hold; in a new alert something that makes sense. */
export function valuesOf(bound: AlertBound | null): BoundValues {
  const seconds = bound?.seconds ?? 3600;
  const unit = unitOf(seconds);
  return {
    most: bound?.most ?? 5, auto_blacklist: bound?.auto_blacklist ?? false, countries: bound?.countries ?? [],
    scans: bound?.scans ?? 3, seconds: Math.max(1, Math.round(seconds / unit)), unit: String(unit), kilometres: bound?.kilometres ?? 500,
  };
}

/** What the API takes; nothing for the types that need none. */
export function boundOf(type: AlertType, values: BoundValues): AlertBound | undefined {
  const { most, auto_blacklist, countries, scans, seconds, unit, kilometres } = values;
  switch (type) {
    case 'scan-count': return { most: Number(most) };
    case 'session-count': return { most: Number(most), auto_blacklist };
    case 'exceptional-country': return { countries };
    case 'anomaly': return { scans: Number(scans), seconds: Number(seconds) * Number(unit), kilometres: Number(kilometres) };
    default: return undefined;
  }
}

/** What is missing before anything is sent. */
export function mistakesIn(type: AlertType, values: BoundValues): Record<string, string> {
  const needed: Partial<Record<AlertType, ('most' | 'scans' | 'seconds' | 'kilometres')[]>> = {
    'scan-count': ['most'], 'session-count': ['most'], anomaly: ['scans', 'seconds', 'kilometres'],
  };
  const missing = (needed[type] ?? []).filter((name) => typeof values[name] !== 'number');
  const mistakes = Object.fromEntries(missing.map((name) => [name, t.campaign.alerts.needNumber]));
  const noCountry = type === 'exceptional-country' && values.countries.length === 0;
  return noCountry ? { ...mistakes, countries: t.campaign.redirect.needCountry } : mistakes;
}

export function boundWords({ type, bound }: Pick<Alert, 'type' | 'bound'>): string {
  const w = t.campaign.alerts;
  switch (type) {
    case 'scan-count': return w.moreScans(bound?.most ?? 0);
    case 'session-count': return w.moreDevices(bound?.most ?? 0);
    case 'exceptional-country': return countryNames(bound?.countries ?? []);
    case 'anomaly': return w.anomalous(bound?.scans ?? 0, periodWords(bound?.seconds ?? 0), bound?.kilometres ?? 0);
    default: return w.always;
  }
}

function periodWords(seconds: number): string {
  const w = t.campaign.alerts;
  if (seconds % 60 !== 0) return w.seconds(seconds);
  const unit = unitOf(seconds);
  return { 86400: w.days, 3600: w.hours, 60: w.minutes }[unit](seconds / unit);
}
