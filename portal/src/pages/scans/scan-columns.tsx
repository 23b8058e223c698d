import { ActionIcon } from '@mantine/core';
import { Link } from 'wouter';
import type { Scan } from '../../api/types';
import { Ago } from '../../parts/ago';
import { countryName } from '../../parts/countries';
import type { Column } from '../../parts/data-table';
import { timeWords } from '../../parts/dates';
import { EyeIcon } from '../../parts/icons';
import { useMay, useMe } from '../../parts/me';
import { t } from '../../text';
import { codeAddress } from '../codes/code-actions';
import { Flags, VerdictBadge } from './scan-state';
import './scans.css';

export const deviceWords = ({ type }: Scan['device']) => (type ? t.scans.devices[type] ?? type : t.scans.unknown);

export function useScanColumns(onOpen: (scan: Scan) => void): Column<Scan>[] {
  const may = useMay();
  const { company } = useMe();
  const c = t.scans.columns;
  return [
    {
      key: 'time', header: c.time, isRowHeader: true,
      cell: ({ scan: { datetime: at } }) => (
        <Ago at={at} />
      ),
    },
    {
      key: 'code', header: c.code,
      cell: ({ code: { extended_id: id, serial_number: serial } }) => (
        <span className="cm-two-lines cm-wrap cm-scan-code">
          {may('codes_view') ? <Link href={codeAddress(id)} className="cm-plain-link cm-mono">{id}</Link> : <span className="cm-mono">{id}</span>}
          {serial && <small>{t.codes.serial(serial)}</small>}
        </span>
      ),
    },
    {
      key: 'product', header: c.product,
      cell: ({ product: { id, name, sku } }) => (id == null
        ? <span className="cm-dim">{t.scans.noProduct}</span>
        : <span className="cm-two-lines cm-wrap"><span>{name}</span><small>{sku}</small></span>),
    },
    { key: 'country', header: c.country, cell: ({ location: { country } }) => (country ? countryName(country) : <span className="cm-dim">{t.scans.unknown}</span>) },
    {
      key: 'device', header: c.device,
      cell: ({ device }) => <span className="cm-two-lines"><span>{deviceWords(device)}</span>{device.os && <small>{device.os}</small>}</span>,
    },
    { key: 'verdict', header: c.verdict, cell: ({ code: { activation_status: status } }) => <VerdictBadge status={status} /> },
    { key: 'flags', header: c.flags, cell: ({ scan: { flags } }) => flags.length > 0 && <Flags flags={flags} most={2} /> },
    {
      key: 'actions', header: c.actions, isActions: true,
      cell: (row) => (
        <ActionIcon
          variant="subtle" color="gray" size="lg" className="cm-quiet-button" title={t.scans.openDetails}
          aria-label={t.scans.details(timeWords(row.scan.datetime, company.time_zone))} onClick={() => onOpen(row)}
        >
          <EyeIcon />
        </ActionIcon>
      ),
    },
  ];
}
