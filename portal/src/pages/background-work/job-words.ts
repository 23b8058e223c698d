// What kinds of work there are, in words, and what can be done about them.

import type { Job } from '../../api/types';
import { isOpen } from '../../parts/again';
import { t } from '../../text';

export const kindWords = (kind: string): string => t.jobs.kinds[kind] ?? kind;

/** These are stopped by themselves; the others belong to an order or an upload, and end with it. */
const IMPORTS = ['scm_import', 'product_import'];
const STOPPABLE = ['codes_download', 'scm_upload', ...IMPORTS];
export const canStop = (job: Job) => isOpen(job) && STOPPABLE.includes(job.kind);

/** What is lost when it is stopped. */
export const stopWords = ({ kind }: Job): string => (IMPORTS.includes(kind) ? t.importJob.stopText : t.jobs.stopText);
