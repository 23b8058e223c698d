import { Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { api } from '../../api/calls';
import type { Region } from '../../api/types';
import { changes } from '../../parts/changes';
import { CountrySelect } from '../../parts/country-select';
import { Dialog } from '../../parts/dialog';
import { DialogFoot } from '../../parts/dialog-foot';
import { ProblemAlert } from '../../parts/problem-alert';
import { useSave } from '../../parts/use-save';
import { t } from '../../text';

interface Props {
  /** Null: a new one. */
  region: Region | null;
  onSaved: (region: Region) => void;
  onClose: () => void;
}

export function RegionDialog({ region, onSaved, onClose }: Props) {
  const form = useForm({
    initialValues: { name: region?.name ?? '', countries: region?.countries ?? [] },
    validate: { countries: (countries) => (countries.length > 0 ? null : t.regions.needCountry) },
  });
  const { submit, isSaving, alert } = useSave({
    form, onSaved,
    save: (body) => (region ? api.regions.update(region.id, changes(form.getInitialValues(), body)) : api.regions.create(body)),
  });
  return (
    <Dialog opened onClose={onClose} size="lg" title={region ? t.regions.editTitle(region.name) : t.regions.createTitle}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <ProblemAlert {...alert} />
          <TextInput label={t.regions.name} data-autofocus {...form.getInputProps('name')} />
          <CountrySelect label={t.regions.countries} description={t.regions.countriesHint} {...form.getInputProps('countries')} />
          <DialogFoot submit={region ? t.common.save : t.common.create} isSaving={isSaving} onClose={onClose} />
        </Stack>
      </form>
    </Dialog>
  );
}
