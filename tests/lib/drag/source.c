/* A file manager as far as dragging goes: a window from which files are dragged
 * by the mouse, as X11 does it (XDND). Says `ready` once it is shown, and how
 * each drag ended.
 *
 *   source X Y WIDTH HEIGHT FILE...
 */
#include <gtk/gtk.h>
#include <stdlib.h>

static char **uris;

static void give(GtkWidget *widget, GdkDragContext *context, GtkSelectionData *data, guint info, guint time,
                 gpointer unused) {
  gtk_selection_data_set_uris(data, uris);
}

static gboolean say(const char *what) {
  g_print("%s\n", what);
  return FALSE;
}

static gboolean shown(GtkWidget *widget, GdkEvent *event, gpointer unused) { return say("ready"); }

static gboolean failed(GtkWidget *widget, GdkDragContext *context, GtkDragResult result, gpointer unused) {
  return say("refused");
}

static void ended(GtkWidget *widget, GdkDragContext *context, gpointer unused) { say("ended"); }

int main(int argc, char **argv) {
  gtk_init(&argc, &argv);
  if (argc < 6) return 2;
  uris = g_new0(char *, argc - 4);
  for (int i = 5; i < argc; i++) uris[i - 5] = g_filename_to_uri(argv[i], NULL, NULL);

  /* Without a window manager nobody else places it. */
  GtkWidget *window = gtk_window_new(GTK_WINDOW_POPUP);
  gtk_window_move(GTK_WINDOW(window), atoi(argv[1]), atoi(argv[2]));
  gtk_window_set_default_size(GTK_WINDOW(window), atoi(argv[3]), atoi(argv[4]));
  gtk_drag_source_set(window, GDK_BUTTON1_MASK, NULL, 0, GDK_ACTION_COPY);
  gtk_drag_source_add_uri_targets(window);
  g_signal_connect(window, "drag-data-get", G_CALLBACK(give), NULL);
  g_signal_connect(window, "drag-failed", G_CALLBACK(failed), NULL);
  g_signal_connect(window, "drag-end", G_CALLBACK(ended), NULL);
  g_signal_connect_after(window, "map-event", G_CALLBACK(shown), NULL);
  gtk_widget_show_all(window);
  gtk_main();
  return 0;
}
