export { review } from './routes';
export { createReviewService } from './service';
