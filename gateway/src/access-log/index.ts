export { accessLog } from './routes';
