export { cases } from './routes';
