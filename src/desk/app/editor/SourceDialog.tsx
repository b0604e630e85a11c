import { Button, FileButton, Group } from '@mantine/core';
import { insertBlock } from './commands.ts';
import { useEditorParts } from './context.ts';
import { EditorDialog } from './dialogs.tsx';
import { mediumNode } from './uploads.ts';

const ACCEPTS = { picture: 'image/*', gallery: 'image/*', audio: 'audio/*', attachment: '' } as const;

type SourceDialogProps = {
  kind: keyof typeof ACCEPTS;
  canChoose: boolean;
  onFiles: (files: File[]) => void;
  onClose: () => void;
};

/** Where a medium is to come from: this device, or the library. */
export function SourceDialog({ kind, canChoose, onFiles, onClose }: SourceDialogProps) {
  const { words, media, run } = useEditorParts();
  const choose = async () => {
    const wanted = kind === 'audio' ? 'audio' : kind === 'attachment' ? 'file' : 'picture';
    const medium = await media.choose?.(wanted);
    onClose();
    if (medium === null || medium === undefined) return;
    run((state, dispatch, view) => insertBlock(mediumNode(state, medium))(state, dispatch, view));
  };
  return (
    <EditorDialog title={words.blocks[kind]} onClose={onClose}>
      <Group>
        <FileButton
          multiple
          accept={ACCEPTS[kind]}
          inputProps={{ 'aria-label': words.picture.fromFile }}
          onChange={(files) => {
            onClose();
            if (files.length > 0) onFiles(files);
          }}
        >
          {(button) => (
            <Button {...button} data-autofocus>
              {words.picture.fromFile}
            </Button>
          )}
        </FileButton>
        {canChoose && (
          <Button variant="default" onClick={() => void choose()}>
            {words.picture.fromLibrary}
          </Button>
        )}
      </Group>
    </EditorDialog>
  );
}
