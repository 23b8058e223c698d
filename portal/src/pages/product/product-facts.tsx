import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { queryAddress } from '../../api/query-address';
import type { Product } from '../../api/types';
import { When } from '../../parts/ago';
import { ExternalLink } from '../../parts/external-link';
import { Facts } from '../../parts/facts';
import { BRAND_READ, useMay } from '../../parts/me';
import { t } from '../../text';

export function ProductFacts({ product }: { product: Product }) {
  const may = useMay();
  const { sku, label, name, brand, campaign, client_url: url, description, creation_date: made, uuid } = product;
  const w = t.products;
  const facts: [string, ReactNode][] = [
    [w.sku, <code className="cm-mono">{sku}</code>],
    [w.brand, may(...BRAND_READ) ? <Link href={queryAddress('/brands', { search: brand.name })} className="cm-plain-link">{brand.name}</Link> : brand.name],
    [w.campaign, campaign && (may('campaign_view') ? <Link href={`/campaigns/${campaign.id}`} className="cm-plain-link">{campaign.name}</Link> : campaign.name)],
    [w.link, url && <ExternalLink url={url} />],
    [w.label, label !== name && label],
    [w.description, description],
    [t.productPage.made, <When at={made} />],
    [t.productPage.uuid, <code className="cm-mono">{uuid}</code>],
  ];
  return <Facts facts={facts.filter(([, value]) => value)} />;
}
