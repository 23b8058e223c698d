import { CountrySelect } from './country-select';
import { useFilter } from './filters';
import { t } from '../text';
import './country-filter.css';

/** As many as the server takes. */
const MOST = 50;

/** Only what is from some countries. */
export function CountryFilter() {
  const [country, setCountry] = useFilter('country');
  const countries = country ? country.split(',') : [];
  return (
    <CountrySelect
      aria-label={t.dashboard.country} placeholder={countries.length > 0 ? undefined : t.dashboard.allCountries} className="cm-activity-filter cm-country-filter"
      value={countries} onChange={(next) => setCountry(next.join(','))} maxValues={MOST}
    />
  );
}
