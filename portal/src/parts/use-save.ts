// Sends a form: errors of known fields go beside them, the rest into the alert of the form.

import type { UseFormReturnType } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { Problem, splitFields } from '../api/problem';

interface Options<Values extends Record<string, unknown>, Result> {
  form: UseFormReturnType<Values>;
  save: (values: Values) => Promise<Result>;
  onSaved: (result: Result, values: Values) => void;
  /** Where the API has another name for a field than the form. */
  fieldNames?: Record<string, string>;
}

export function useSave<Values extends Record<string, unknown>, Result>(
  { form, save, onSaved, fieldNames = {} }: Options<Values, Result>,
) {
  const split = (problem: Problem) => splitFields(problem, Object.keys(form.values), fieldNames);
  const mutation = useMutation({
    mutationFn: save,
    gcTime: 0, // passwords and tokens pass through here: nothing is kept
    onSuccess: onSaved,
    onError: (error) => {
      if (!(error instanceof Problem)) return;
      form.setErrors(split(error).beside as typeof form.errors);
      focusFirstError();
    },
  });
  const { error } = mutation;
  return {
    // What was sent is let go of, also where the form stays on the screen.
    submit: form.onSubmit((values) => mutation.mutate(values, { onSuccess: () => mutation.reset() }), focusFirstError),
    isSaving: mutation.isPending,
    alert: { error, lines: error instanceof Problem && error.status === 400 ? split(error).rest : undefined },
  };
}

function focusFirstError() {
  // After the messages are on the screen.
  requestAnimationFrame(() => {
    document.querySelector<HTMLElement>('form [aria-invalid="true"]')?.focus();
  });
}
