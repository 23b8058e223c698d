// The filters of codes: the usual ones, and behind a button every other that the API has.

import { Button } from '@mantine/core';
import { useId, useState } from 'react';
import { BrandSelect } from '../../parts/brand-select';
import { CampaignFilter } from '../../parts/campaign-filter';
import { DayFilter } from '../../parts/day-filter';
import { ChoiceFilter, Filters, SearchFilter, useFilter } from '../../parts/filters';
import { useHashQuery } from '../../parts/hash-location';
import { ChevronDownIcon } from '../../parts/icons';
import type { ListAddress } from '../../parts/list-address';
import { useMay } from '../../parts/me';
import { PersonSelect } from '../../parts/person-select';
import { ProductFilter } from '../../parts/product-filter';
import { WorkOrderSelect } from '../../parts/work-order-select';
import { ZoneNote } from '../../parts/zone-note';
import { t } from '../../text';
import { ScmFilter } from '../scans/scm-filter';
import { MORE } from './code-address';
import { STATUSES } from './code-status';

export function CodeFilters({ address }: { address: ListAddress }) {
  const may = useMay();
  const id = useId();
  const [query] = useHashQuery();
  const [isOpen, setOpen] = useState(MORE.some((name) => query.has(name)));
  const [order, setOrder] = useFilter('workorder');
  const [campaign] = useFilter('campaign');
  return (
    <Filters address={address}>
      <SearchFilter label={t.codes.search} />
      <ChoiceFilter
        name="status" label={t.codes.status} all={t.codes.allStatuses}
        choices={STATUSES.map((status, number) => [String(number), t.codes.statuses[status]])}
      />
      {may('workorder_view') && (
        <WorkOrderSelect
          aria-label={t.codes.order} placeholder={t.codes.allOrders} clearable className="cm-activity-filter"
          value={order || null} onChange={setOrder}
        />
      )}
      <ProductFilter name="products" label={t.codes.product} all={t.codes.allProducts} />
      <CampaignFilter name="campaign" label={t.codes.campaign} all={t.codes.allCampaigns} />
      {may('campaign_view') && campaign && <ScmFilter campaign={Number(campaign)} />}
      <Button
        variant="subtle" px="xs" aria-expanded={isOpen} aria-controls={id} onClick={() => setOpen(!isOpen)}
        rightSection={<span className="cm-turn" data-open={isOpen}><ChevronDownIcon size={14} /></span>}
      >
        {t.codes.moreFilters}
      </Button>
      <div id={id} className="cm-filters-more" hidden={!isOpen}>{isOpen && <More />}</div>
    </Filters>
  );
}

function More() {
  const may = useMay();
  const [brand, setBrand] = useFilter('brands');
  const [person, setPerson] = useFilter('activated_by');
  const words = t.codes;
  return (
    <>
      <DayFilter name="activated_at" label={words.activatedAt} />
      <DayFilter name="updated_at" label={words.updatedAt} />
      <ZoneNote />
      <BrandSelect
        aria-label={words.brand} placeholder={words.allBrands} clearable className="cm-activity-filter" value={brand || null} onChange={setBrand}
      />
      {may('user_view') && (
        <PersonSelect
          aria-label={words.activatedBy} placeholder={words.activatedBy} clearable className="cm-activity-filter"
          value={person || null} onChange={setPerson}
        />
      )}
      <ChoiceFilter
        name="blacklisted" label={words.blacklistedOrNot} all={words.blacklistedAny}
        choices={[['true', words.blacklistedOnly], ['false', words.blacklistedNot]]}
      />
    </>
  );
}
