export { erasures } from './routes';
