import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answerOf, api, keepAntiforgeryOf } from '@/shared/api/client';
import { useProblemText } from '@/shared/ui/use-problem-text';

export function useSignOut(): () => void {
  const queryClient = useQueryClient();
  const problemText = useProblemText();
  const signOut = useMutation({
    mutationFn: () => answerOf(api.DELETE('/api/v1/session')),
    onSuccess: () => {
      keepAntiforgeryOf(null);
      queryClient.clear();
      // A full load leaves nothing of this user in the page's memory.
      window.location.assign('/sign-in');
    },
    onError: (error) => notifications.show({ color: 'red', message: problemText(error) }),
  });
  return () => { signOut.mutate(); };
}
