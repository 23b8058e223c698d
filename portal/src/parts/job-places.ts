// Where it is looked at what work in the background is about.

import type { Job } from '../api/types';
import { SCM_READ } from './me';

interface Place {
  /** The list. */
  room: string;
  /** What the work is about, alone. */
  one?: (id: string) => string;
  /** The work itself, where it has a page. */
  own?: (job: number) => string;
  anyOf: string[];
}

const ORDERS: Place = { room: '/work-orders', one: (id) => `/work-orders/${id}`, anyOf: ['workorder_view'] };

const PLACES: Record<string, Place> = {
  codes_download: { room: '/codes', anyOf: ['codes_view'] },
  scm_upload: { room: '/supply-chain', one: (id) => `/supply-chain?task=${id}`, anyOf: SCM_READ },
  scm_import: { room: '/supply-chain', own: (job) => `/supply-chain/import/${job}`, anyOf: ['scm_bulk_edit'] },
  product_import: { room: '/products', own: (job) => `/products/import/${job}`, anyOf: ['product_create'] },
  ingestion: { room: '/work-orders/uploads', one: (id) => `/work-orders/uploads/${id}`, anyOf: ['ingestion_view'] },
  workorder_generate: ORDERS,
  workorder_package: ORDERS,
  workorder_withdraw: ORDERS,
  workorder_remove: ORDERS,
};

/** Nothing for who may not go there; the list where what it is about is not there any more. */
export function placeOf({ id, kind, object }: Job, may: (...anyOf: string[]) => boolean, isThere = true): string | undefined {
  const place = PLACES[kind];
  if (!place || !may(...place.anyOf)) return undefined;
  if (place.own) return place.own(id);
  return object && isThere && place.one ? place.one(object.id) : place.room;
}
