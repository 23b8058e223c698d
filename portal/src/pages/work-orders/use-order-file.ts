// The file of an order may be too large for a page, so the browser saves it itself. A refusal would
// be a failed download without a word, so it is asked first.

import { useMutation } from '@tanstack/react-query';
import { api } from '../../api/calls';
import { Problem } from '../../api/problem';
import { notifyProblem } from '../../parts/problem-alert';
import { saveFrom } from '../../parts/save-as';

const NEEDED = 'workorder_download';

async function save(id: number) {
  const [{ permissions }, order] = await Promise.all([api.me.get(), api.workOrders.get(String(id))]);
  if (!permissions.includes(NEEDED)) throw new Problem(403, { code: 'permission_denied', required: [NEEDED], missing_because: 'role' });
  if (!order.codegen_file) throw new Problem(404);
  saveFrom(api.workOrders.file(id));
}

export const useOrderFile = () => useMutation({ mutationFn: save, gcTime: 0, onError: notifyProblem });
