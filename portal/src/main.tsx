import './styles';
import { begin } from './text/begin';

void begin(() => import('./start'));
