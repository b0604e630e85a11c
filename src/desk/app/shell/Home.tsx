import { Navigate } from '@tanstack/react-router';
import { useMay } from '../queries.ts';

/** The first page: stories for who reads them, else the overview. */
export function Home() {
  const may = useMay();
  return may('story.read') ? <Navigate to="/stories" replace /> : <Navigate to="/overview" replace />;
}
