import { Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { api } from '../../api/calls';
import type { Company } from '../../api/types';
import { changes } from '../../parts/changes';
import { OneCountrySelect } from '../../parts/country-select';
import { Dialog } from '../../parts/dialog';
import { DialogFoot } from '../../parts/dialog-foot';
import { ProblemAlert } from '../../parts/problem-alert';
import { TimeZoneSelect } from '../../parts/time-zone-select';
import { useSave } from '../../parts/use-save';
import { t } from '../../text';

interface Props {
  company: Company;
  onSaved: (company: Company) => void;
  onClose: () => void;
}

export function CompanyDialog({ company, onSaved, onClose }: Props) {
  const c = t.company;
  const { name, time_zone, website, address, city, country } = company;
  const form = useForm({ initialValues: { name, time_zone, website, address, city, country } });
  const { submit, isSaving, alert } = useSave({ form, save: (values) => api.company.update(changes(form.getInitialValues(), values)), onSaved });
  const optional = (label: string) => `${label} (${t.common.optional})`;
  return (
    <Dialog opened onClose={onClose} size="lg" title={c.editTitle}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <ProblemAlert {...alert} />
          <TextInput label={c.name} data-autofocus {...form.getInputProps('name')} />
          <TimeZoneSelect label={c.zone} description={c.zoneHint} {...form.getInputProps('time_zone')} />
          <TextInput
            label={optional(c.website)} description={c.websiteHint} type="url" placeholder="https://"
            {...form.getInputProps('website')}
          />
          <TextInput label={optional(c.address)} {...form.getInputProps('address')} />
          <TextInput label={optional(c.city)} {...form.getInputProps('city')} />
          <OneCountrySelect label={optional(c.country)} {...form.getInputProps('country')} />
          <DialogFoot isSaving={isSaving} onClose={onClose} />
        </Stack>
      </form>
    </Dialog>
  );
}
