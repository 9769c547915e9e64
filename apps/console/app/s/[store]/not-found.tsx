import NotFound from '../../not-found.tsx'

/** The store is there: it is the page in it that is not. That a store is missing is said one folder above its layout. */
export default function PageNotFound() {
  return <NotFound />
}
