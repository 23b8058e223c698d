// A form over something that the server has. It follows what the server has for as long as nothing
// in it is changed; what somebody is typing is never replaced.

import { useForm, type UseFormInput } from '@mantine/form';
import { useEffect } from 'react';

export function useServerForm<Values extends Record<string, unknown>>(
  values: Values, options: Omit<UseFormInput<Values>, 'initialValues' | 'mode'> = {},
) {
  const form = useForm<Values>({ ...options, initialValues: values });
  const adopt = (next: Values) => {
    form.setInitialValues(next);
    form.setValues(next);
    form.clearErrors();
  };
  const text = JSON.stringify(values);
  useEffect(() => {
    if (!form.isDirty()) adopt(values);
    // Only another answer of the server is news.
  }, [text]);
  return { form, adopt };
}
