import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/calls';
import { queryAddress } from '../../api/query-address';
import { roleName } from '../../api/served';
import { todayIn } from '../../parts/dates';
import { Empty } from '../../parts/empty';
import { InfoIcon } from '../../parts/icons';
import { BRAND_READ, fullName, useMay, useMe } from '../../parts/me';
import { Page } from '../../parts/page';
import { t } from '../../text';
import { Attention } from './attention';
import { Cards } from './cards';
import { Guide } from './guide';
import { Recent } from './recent';

export default function Home() {
  const { user, role, company } = useMe();
  const may = useMay();
  const canSee = { products: may('product_view'), brands: may(...BRAND_READ), tokens: may('api_access'), scans: may('dashboard_view') };

  const products = useQuery({
    queryKey: ['products', 'count'], queryFn: () => api.products.list({ limit: 1 }), enabled: canSee.products,
  });
  const brands = useQuery({
    queryKey: ['brands', 'count'], queryFn: () => api.brands.list({ limit: 1 }), enabled: canSee.brands,
  });
  const tokens = useQuery({
    queryKey: ['uats', 'active'], queryFn: () => api.uats.list({ state: 'active', limit: 1 }), enabled: canSee.tokens,
  });

  const today = todayIn(company.time_zone, new Date());
  const day = { date_from: today, date_to: today };
  const scans = useQuery({
    queryKey: ['dashboard', day], queryFn: () => api.dashboard.get(day), enabled: canSee.scans, staleTime: 0,
  });
  const isNew = products.data?.count === 0 || tokens.data?.count === 0;
  const seesNothing = !Object.values(canSee).some(Boolean) && !may('user_view');

  return (
    <Page title={t.home.title(user.given_name || fullName(user))} lead={t.home.lead(roleName(role), company.name)}>
      {seesNothing && (
        <div className="cm-panel"><Empty icon={<InfoIcon />} title={t.home.nothing} text={t.home.nothingText} /></div>
      )}
      {!seesNothing && <Attention />}
      <Cards
        cards={[
          canSee.scans && {
            label: t.attention.scansToday, href: queryAddress('/dashboard', day), query: scans, value: scans.data?.totals.scans,
            note: scans.data && t.attention.yesterday(scans.data.previous.scans, company.time_zone),
          },
          canSee.scans && {
            label: t.attention.codesActive, href: may('codes_view') ? '/codes?status=1' : '/dashboard', query: scans, value: scans.data?.codes.active,
            note: scans.data && t.attention.ofCodes(scans.data.codes.total),
          },
          canSee.products && { label: t.home.products, href: '/products', query: products, value: products.data?.count },
          canSee.brands && { label: t.home.brands, href: '/brands', query: brands, value: brands.data?.count },
          canSee.tokens && { label: t.home.tokens, href: '/me', query: tokens, value: tokens.data?.count, note: t.home.ofYours },
        ]}
      />
      {isNew && (
        <Guide
          hasProducts={products.data ? products.data.count > 0 : undefined}
          hasTokens={tokens.data ? tokens.data.count > 0 : undefined}
          canImport={may('product_create')} canMakeTokens={canSee.tokens}
        />
      )}
      {may('audit_view') && <Recent />}
    </Page>
  );
}
