// The words of the rooms, in English. They come with the first room that is opened.

import { activity } from './activity';
import { alerts } from './alerts';
import { brands } from './brands';
import { campaign } from './campaign';
import { campaigns } from './campaigns';
import { checkpoints } from './checkpoints';
import { people, sortable } from './choosing';
import { codes } from './codes';
import { company } from './company';
import { countries } from './countries';
import { dashboard } from './dashboard';
import { enrol, factors } from './factors';
import { productImport } from './import';
import { importJob } from './import-job';
import { ingestions } from './ingestions';
import { jobs } from './jobs';
import { keys } from './keys';
import { lists } from './lists';
import { me, sessions } from './me';
import { networks } from './networks';
import { limits, newToken } from './new-token';
import { notices } from './notices';
import { policy } from './policy';
import { productPage } from './product';
import { products } from './products';
import { reach } from './reach';
import { regions } from './regions';
import { roles } from './roles';
import { scans } from './scans';
import { scm } from './scm';
import { scmTask } from './scm-task';
import { teams } from './teams';
import { token } from './token';
import { allTokens, presets, tokens, tokenSummary } from './tokens';
import { users } from './users';
import { webhooks } from './webhooks';
import { workOrders } from './work-orders';

export const rooms = {
  /** Between the thousands of a number that is being typed. */
  thousands: ',',

  activity,
  alerts,
  allTokens,
  brands,
  campaign,
  campaigns,
  checkpoints,
  codes,
  company,
  countries,
  dashboard,
  enrol,
  factors,
  importJob,
  ingestions,
  jobs,
  keys,
  limits,
  lists,
  me,
  networks,
  newToken,
  notices,
  people,
  policy,
  presets,
  import: productImport,
  productPage,
  products,
  reach,
  regions,
  roles,
  scans,
  scm,
  scmTask,
  sessions,
  sortable,
  teams,
  token,
  tokens,
  tokenSummary,
  users,
  webhooks,
  workOrders,
};
