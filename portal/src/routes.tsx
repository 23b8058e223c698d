// Every screen on one page. Each is a chunk of its own, loaded when it is first opened. Those that make
// do with the first words are `lazy`; the others are a `room`.

import { lazy, Suspense, type ComponentType } from 'react';
import { Route, Switch } from 'wouter';
import { BRAND_READ, SCM_READ, useMay } from './parts/me';
import { Denied } from './parts/denied';
import { PageSkeleton } from './parts/page-skeleton';
import { room } from './parts/room';

const Setup = lazy(() => import('./pages/setup/page'));
const SignIn = lazy(() => import('./pages/sign-in/page'));
const Forgot = lazy(() => import('./pages/forgot/page'));
const Reset = lazy(() => import('./pages/reset/page'));
const Verify = lazy(() => import('./pages/verify/page'));
const Invitation = lazy(() => import('./pages/invitation/page'));

const OUTER = /^\/(setup|sign-in|invitation|forgot|reset|verify)(\/|$)/;

/** Screens that need nobody to be signed in. */
export const isOuter = (path: string) => OUTER.test(path);

export function OuterRoutes() {
  return (
    <Suspense fallback={null}>
      <Switch>
        <Route path="/setup/:code?" component={Setup} />
        <Route path="/invitation/:code?" component={Invitation} />
        <Route path="/forgot" component={Forgot} />
        <Route path="/reset/:code?" component={Reset} />
        <Route path="/verify/:code?" component={Verify} />
        <Route path="/sign-in" component={SignIn} />
      </Switch>
    </Suspense>
  );
}

interface Screen { path: string; page: ComponentType; anyOf?: string[] }

const screens: Screen[] = [
  { path: '/', page: lazy(() => import('./pages/home/page')) },
  { path: '/dashboard', page: room(() => import('./pages/dashboard/page')), anyOf: ['dashboard_view'] },
  { path: '/scans', page: room(() => import('./pages/scans/page')), anyOf: ['scans_download'] },
  { path: '/me', page: room(() => import('./pages/me/page')) },
  { path: '/me/tokens/:id', page: room(() => import('./pages/token/page')), anyOf: ['api_access'] },
  { path: '/notices', page: room(() => import('./pages/notices/page')) },
  { path: '/users', page: room(() => import('./pages/users/page')), anyOf: ['user_view', 'team_view'] },
  { path: '/tokens', page: room(() => import('./pages/tokens/page')), anyOf: ['uat_manage'] },
  { path: '/brands', page: room(() => import('./pages/brands/page')), anyOf: BRAND_READ },
  { path: '/campaigns', page: room(() => import('./pages/campaigns/page')), anyOf: ['campaign_view'] },
  { path: '/alerts', page: room(() => import('./pages/alerts/page')), anyOf: ['campaign_view'] },
  { path: '/campaigns/:id', page: room(() => import('./pages/campaign/page')), anyOf: ['campaign_view'] },
  { path: '/regions', page: room(() => import('./pages/regions/page')), anyOf: ['region_view'] },
  { path: '/webhooks', page: room(() => import('./pages/webhooks/page')), anyOf: ['webhook_edit'] },
  { path: '/webhooks/:id', page: room(() => import('./pages/webhook/page')), anyOf: ['webhook_edit'] },
  { path: '/products', page: room(() => import('./pages/products/page')), anyOf: ['product_view'] },
  { path: '/products/import', page: room(() => import('./pages/import/page')), anyOf: ['product_create'] },
  { path: '/products/import/:job', page: room(() => import('./pages/import/job/page')), anyOf: ['product_create'] },
  { path: '/products/:id', page: room(() => import('./pages/product/page')), anyOf: ['product_view'] },
  { path: '/work-orders', page: room(() => import('./pages/work-orders/page')), anyOf: ['workorder_view'] },
  { path: '/work-orders/templates', page: room(() => import('./pages/work-orders/templates/page')), anyOf: ['workorder_view'] },
  { path: '/work-orders/uploads', page: room(() => import('./pages/work-orders/uploads/page')), anyOf: ['ingestion_view'] },
  { path: '/work-orders/uploads/new', page: room(() => import('./pages/work-orders/uploads/new/page')), anyOf: ['ingestion_code_create'] },
  { path: '/work-orders/uploads/:key', page: room(() => import('./pages/work-orders/uploads/one/page')), anyOf: ['ingestion_view'] },
  { path: '/work-orders/:id', page: room(() => import('./pages/work-orders/order/page')), anyOf: ['workorder_view'] },
  { path: '/codes', page: room(() => import('./pages/codes/page')), anyOf: ['codes_view'] },
  { path: '/codes/:id', page: room(() => import('./pages/codes/code/page')), anyOf: ['codes_view'] },
  { path: '/supply-chain', page: room(() => import('./pages/supply-chain/page')), anyOf: SCM_READ },
  { path: '/supply-chain/import', page: room(() => import('./pages/supply-chain/import/page')), anyOf: ['scm_bulk_edit'] },
  { path: '/supply-chain/import/:job', page: room(() => import('./pages/supply-chain/import/job/page')), anyOf: ['scm_bulk_edit'] },
  { path: '/background-work', page: room(() => import('./pages/background-work/page')) },
  { path: '/company', page: room(() => import('./pages/company/page')) },
  { path: '/policy', page: room(() => import('./pages/company/policy/page')), anyOf: ['policy_edit'] },
  { path: '/activity', page: room(() => import('./pages/activity/page')), anyOf: ['audit_view'] },
  { path: '/activity/checkpoints', page: room(() => import('./pages/activity/checkpoints/page')), anyOf: ['audit_view'] },
];

const NotFound = lazy(() => import('./pages/not-found/page'));

export function InnerRoutes() {
  const may = useMay();
  return (
    <Suspense fallback={<PageSkeleton />}>
      <Switch>
        {screens.map(({ path, page: Page, anyOf }) => (
          <Route key={path} path={path}>
            {anyOf && !may(...anyOf) ? <Denied anyOf={anyOf} /> : <Page />}
          </Route>
        ))}
        <Route><NotFound /></Route>
      </Switch>
    </Suspense>
  );
}
