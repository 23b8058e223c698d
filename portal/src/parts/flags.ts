import { ALERT_TYPES } from '../api/types';

/** Every flag there is, as the API takes several. */
export const ANY_FLAG = ALERT_TYPES.join(',');
