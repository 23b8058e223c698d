import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/calls';
import { daysBetween, todayIn } from '../../parts/dates';
import { Empty } from '../../parts/empty';
import { InfoIcon } from '../../parts/icons';
import { BRAND_READ, fullName, useMay, useMe } from '../../parts/me';
import { Page } from '../../parts/page';
import { t } from '../../text';
import { Cards } from './cards';
import { Guide } from './guide';
import { Recent } from './recent';

export default function Home() {
  const { user, role, company } = useMe();
  const may = useMay();
  const canSee = { products: may('product_view'), brands: may(...BRAND_READ), tokens: may('api_access') };

  const products = useQuery({
    queryKey: ['products', 'count'], queryFn: () => api.products.list({ limit: 1 }), enabled: canSee.products,
  });
  const brands = useQuery({
    queryKey: ['brands', 'count'], queryFn: () => api.brands.list({ limit: 1 }), enabled: canSee.brands,
  });
  const tokens = useQuery({
    queryKey: ['uats', 'active'], queryFn: () => api.uats.list({ state: 'active', limit: 200 }), enabled: canSee.tokens,
  });

  const today = todayIn(company.time_zone, new Date());
  const ending = tokens.data?.results.filter((uat) => daysBetween(today, uat.valid_until) <= 30).length;
  const isNew = products.data?.count === 0 || tokens.data?.count === 0;
  const seesNothing = !Object.values(canSee).some(Boolean) && !may('user_view');

  return (
    <Page title={t.home.title(user.given_name || fullName(user))} lead={t.home.lead(role.label, company.name)}>
      {seesNothing && (
        <div className="cm-panel"><Empty icon={<InfoIcon />} title={t.home.nothing} text={t.home.nothingText} /></div>
      )}
      <Cards
        cards={[
          canSee.products && { label: t.home.products, href: '/products', query: products, value: products.data?.count },
          canSee.brands && { label: t.home.brands, href: '/brands', query: brands, value: brands.data?.count },
          canSee.tokens && { label: t.home.tokens, href: '/me', query: tokens, value: tokens.data?.count, note: t.home.ofYours },
          canSee.tokens && { label: t.home.ending, href: '/me', query: tokens, value: ending, note: t.home.ofYours, isWarning: !!ending },
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
