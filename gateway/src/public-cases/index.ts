export { publicCases } from './routes';
