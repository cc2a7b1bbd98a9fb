export { attachments } from './routes';
