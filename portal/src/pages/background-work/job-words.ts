// What kinds of work there are, in words, and where what they did is looked at.

import type { Job } from '../../api/types';
import { SCM_READ } from '../../parts/me';
import { t } from '../../text';

export const kindWords = (kind: string): string => t.jobs.kinds[kind] ?? kind;

export const isOpen = ({ state }: Job) => state === 'pending' || state === 'running';

/** These are stopped by themselves; the others belong to an order or an upload, and end with it. */
const STOPPABLE = ['codes_download', 'scm_upload'];
export const canStop = (job: Job) => isOpen(job) && STOPPABLE.includes(job.kind);

const order = (job: Job) => (job.result ? `/work-orders/${Number(job.result['workorder'])}` : '/work-orders');

interface Place { href: (job: Job) => string; anyOf: string[] }

const PLACES: Record<string, Place> = {
  codes_download: { href: () => '/codes', anyOf: ['codes_view'] },
  scm_upload: { href: ({ result }) => (result ? `/supply-chain?task=${Number(result['task'])}` : '/supply-chain'), anyOf: SCM_READ },
  ingestion: { href: () => '/work-orders/uploads', anyOf: ['ingestion_view'] },
  workorder_generate: { href: order, anyOf: ['workorder_view'] },
  workorder_package: { href: order, anyOf: ['workorder_view'] },
  workorder_withdraw: { href: order, anyOf: ['workorder_view'] },
  workorder_remove: { href: () => '/work-orders', anyOf: ['workorder_view'] },
};

/** Where to go from a job; nothing for who may not go there. */
export function placeOf(job: Job, may: (...anyOf: string[]) => boolean): string | undefined {
  const place = PLACES[job.kind];
  return place && may(...place.anyOf) ? place.href(job) : undefined;
}
