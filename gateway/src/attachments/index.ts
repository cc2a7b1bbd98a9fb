export { attachments } from './routes';
export { useShared } from './shared';
