// Everything that is known about one scan.

import { Button, Group, Stack, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { api } from '../../api/calls';
import type { Scan } from '../../api/types';
import { countryName } from '../../parts/countries';
import { timeWords } from '../../parts/dates';
import { Dialog } from '../../parts/dialog';
import { Facts } from '../../parts/facts';
import { useMay, useMe } from '../../parts/me';
import { t } from '../../text';
import { codeAddress } from '../codes/code-actions';
import { reasonWords } from '../codes/code-status';
import { deviceWords } from './scan-columns';
import { Flags, VerdictBadge } from './scan-state';

export function ScanDialog({ scan: { scan, code, product, device, location, scm }, onClose }: { scan: Scan; onClose: () => void }) {
  const may = useMay();
  const { company } = useMe();
  const f = t.scans.facts;
  const facts: [string, ReactNode][] = [
    [f.time, timeWords(scan.datetime, company.time_zone)],
    [f.code, may('codes_view') ? <Link href={codeAddress(code.extended_id)} className="cm-plain-link cm-mono">{code.extended_id}</Link> : <span className="cm-mono">{code.extended_id}</span>],
    [f.serial, code.serial_number],
    [f.verdict, <><VerdictBadge status={code.activation_status} /> <small>{t.scans.atThatTime}</small></>],
    [f.reason, code.blacklist_reason > 0 && reasonWords(code.blacklist_reason)],
    [f.flags, scan.flags.length > 0 ? <Flags flags={scan.flags} /> : t.scans.noFlags],
    [f.product, product.id == null ? t.scans.noProduct
      : may('product_view') ? <Link href={`/products/${product.id}`} className="cm-plain-link">{product.name}</Link> : product.name],
    [f.sku, product.sku && <code className="cm-mono">{product.sku}</code>],
    [f.brand, product.brand_name],
    [f.campaign, product.campaign_id != null && <CampaignLink id={product.campaign_id} />],
    [f.place, location.country && (
      <>{t.scans.place(location.city, countryName(location.country))} {t.scans.located[location.source] && <small>{t.scans.located[location.source]}</small>}</>
    )],
    [f.device, deviceWords(device)],
    [f.system, [device.os, device.os_version].filter(Boolean).join(' ')],
    [f.browser, [device.browser, device.browser_version].filter(Boolean).join(' ')],
    [f.first, scan.unique_user ? t.scans.yesFirst : t.scans.notFirst],
    [f.install, scan.install_id && <><code className="cm-mono">{scan.install_id}</code><br /><small>{t.scans.installHint}</small></>],
    [f.id, <code className="cm-mono">{scan.uuid}</code>],
  ];
  const kept = Object.entries(scm);
  return (
    <Dialog opened onClose={onClose} size="lg" title={t.scans.one}>
      <Stack gap="lg">
        <Facts facts={facts.filter(([, value]) => value !== '' && value !== false && value != null)} />
        {kept.length > 0 && (
          <div>
            <Title order={3} mb="sm">{t.scans.data}</Title>
            <Facts facts={kept.map(([key, value]) => [key, String(value)])} />
          </div>
        )}
        <Group justify="flex-end"><Button variant="default" onClick={onClose}>{t.common.close}</Button></Group>
      </Stack>
    </Dialog>
  );
}

function CampaignLink({ id }: { id: number }) {
  const may = useMay();
  const maySee = may('campaign_view');
  const campaign = useQuery({ queryKey: ['campaigns', 'one', String(id)], queryFn: () => api.campaigns.get(String(id)), enabled: maySee, retry: false });
  const name = campaign.data?.name ?? t.codes.orderNumber(id);
  return campaign.data ? <Link href={`/campaigns/${id}`} className="cm-plain-link">{name}</Link> : name;
}
