import './styles/index.css';
import { startDashboard } from './program.ts';

startDashboard(document.querySelector('#app') ?? document.body);
