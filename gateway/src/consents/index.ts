export { consents } from './routes';
