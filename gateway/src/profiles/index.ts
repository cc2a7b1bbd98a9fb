export { profiles } from './routes';
