export const texts = {
  title: 'Explorer',
  description: 'Ask who may do what, and see why',
}
