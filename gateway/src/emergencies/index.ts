export { emergencies } from './routes';
