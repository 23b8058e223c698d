import { Button } from '@mantine/core';
import { Link } from 'wouter';
import type { Code } from '../../../api/types';
import { When } from '../../../parts/ago';
import { Facts } from '../../../parts/facts';
import { useMay } from '../../../parts/me';
import { t } from '../../../text';
import { CodeStatus } from '../code-status';
import { useOrderNames } from '../use-order-names';
import type { Editable } from './edit-value';

interface Props {
  code: Code;
  /** Nothing for who may not. */
  onEdit?: (what: Editable) => void;
  onProduct?: () => void;
}

export function CodeFacts({ code, onEdit, onProduct }: Props) {
  const may = useMay();
  const orders = useOrderNames([code.workorder]);
  const f = t.codes.facts;
  const when = (at: string | null | undefined, who?: Code['activated_by']) => (at
    ? <><When at={at} />{who && <><br /><small>{t.codes.by(who.email)}</small></>}</>
    : t.codes.neverActivated);
  const order = orders.get(code.workorder) ?? t.codes.orderNumber(code.workorder);
  const { product, campaign, serial_number: serial } = code;
  const facts: ([string, React.ReactNode] | false)[] = [
    [f.id, <code key="id" className="cm-mono">{code.extended_id}</code>],
    [f.status, <CodeStatus key="status" code={code} />],
    [f.serial, (
      <WithEdit key="serial" label={f.serial} onEdit={onEdit && (() => onEdit({ key: 'serial_number', label: f.serial, type: 'text', choices: [], value: serial ?? '' }))}>
        {serial ?? t.codes.none}
      </WithEdit>
    )],
    [f.product, (
      <WithEdit key="product" label={f.product} onEdit={onProduct}>
        {product ? <span>{may('product_view') ? <Link href={`/products/${product.id}`} className="cm-plain-link">{product.name}</Link> : product.name}<br /><small>{product.sku}</small></span> : t.codes.none}
      </WithEdit>
    )],
    product ? [f.brand, product.brand.name] : false,
    [f.campaign, campaign
      ? may('campaign_view') ? <Link key="campaign" href={`/campaigns/${campaign.id}`} className="cm-plain-link">{campaign.name}</Link> : campaign.name
      : t.codes.none],
    [f.order, may('workorder_view') ? <Link key="order" href={`/work-orders/${code.workorder}`} className="cm-plain-link">{order}</Link> : order],
    [f.sequence, code.sequence.toLocaleString(t.language)],
    [f.made, when(code.creation_date)],
    [f.activated, when(code.activated_at, code.activated_by)],
    code.scm_updated_at ? [f.data, when(code.scm_updated_at, code.scm_updated_by)] : false,
    [f.changed, when(code.updated_at)],
  ];
  return <Facts facts={facts.filter((fact) => fact !== false)} />;
}

function WithEdit({ label, onEdit, children }: { label: string; onEdit?: () => void; children: React.ReactNode }) {
  return (
    <span className="cm-with-edit">
      {children}
      {onEdit && <Button size="compact-sm" variant="subtle" aria-label={t.codes.edit(label)} onClick={onEdit}>{t.common.edit}</Button>}
    </span>
  );
}
