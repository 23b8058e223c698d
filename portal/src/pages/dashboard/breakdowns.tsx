// The same scans by country, product and campaign.

import type { Given } from '../../api/query-address';
import type { Dashboard } from '../../api/types';
import { countryName } from '../../parts/countries';
import { useHashQuery } from '../../parts/hash-location';
import { t } from '../../text';
import { BarList, type Part } from './bar-list';

interface Props { data: Dashboard; isTables: boolean; toScans: Given | undefined }

type Named = Dashboard['by_product']['results'][number];

export function Breakdowns({ data, isTables, toScans }: Props) {
  const [query, change] = useHashQuery();
  const { by_country: countries, by_product: products, by_campaign: campaigns } = data;

  // What a list names becomes a filter by a click, unless it is one already.
  const only = (name: string, value: string | number | null | undefined) =>
    (value && !query.has(name) ? () => change({ [name]: String(value) }, { replace: false }) : undefined);
  const named = (none: string, filter: string) => ({ id, name, ...counts }: Named): Part => ({
    key: String(id), label: id == null ? none : name ?? t.dashboard.unnamed(id), counts,
    onOnly: name == null ? undefined : only(filter, id), toScans: toScans && id != null ? { ...toScans, [filter]: String(id) } : undefined,
  });
  const parts = {
    country: countries.results.map(({ country, ...counts }): Part => ({
      key: country || '?', label: country ? countryName(country) : t.dashboard.unknownCountry, counts, onOnly: only('country', country),
      toScans: toScans && country ? { ...toScans, country } : undefined,
    })),
    product: products.results.map(named(t.dashboard.noProduct, 'product')),
    campaign: campaigns.results.map(named(t.dashboard.noCampaign, 'campaign_id')),
  };
  const isUnknown = countries.results.every(({ country }) => !country) && countries.results.length > 0;
  return (
    <div className="cm-dashboard-lists" data-tables={isTables || undefined}>
      <BarList title={t.dashboard.byCountry} parts={parts.country} others={countries.others} isTable={isTables} note={isUnknown ? t.dashboard.noGeo : undefined} />
      <BarList title={t.dashboard.byProduct} parts={parts.product} others={products.others} isTable={isTables} />
      <BarList title={t.dashboard.byCampaign} parts={parts.campaign} others={campaigns.others} isTable={isTables} />
    </div>
  );
}
