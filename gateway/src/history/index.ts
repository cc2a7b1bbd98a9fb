export { history } from './routes';
export { createHistoryService } from './service';
