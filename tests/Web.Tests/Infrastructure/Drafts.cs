using Dfm.Testing;

namespace Dfm.Web.Tests.Infrastructure;

/// <summary>Drafts of forms, as the browser keeps them.</summary>
internal static class Drafts
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    // Without a version: the database is the site's, and is not changed here.
    private const string HasDraft = """
        text => new Promise(resolve => {
          const open = indexedDB.open('dfm-drafts');
          open.onerror = () => resolve(false);
          open.onsuccess = () => {
            const all = open.result.transaction('drafts').objectStore('drafts').getAll();
            all.onsuccess = () => { open.result.close(); resolve(JSON.stringify(all.result).includes(text)); };
          };
        })
        """;

    /// <summary>Waits until a draft holds a text.</summary>
    public static Task HasDraftAsync(this Visitor visitor, string text) => Waiting.UntilNothing(
        async () => await visitor.Page.EvaluateAsync<bool>(HasDraft, text) ? null : $"No draft has « {text} ».", Pause);

    /// <summary>Waits until no draft holds a text: a form that is empty may only not have been filled in again yet.</summary>
    public static Task HasNoDraftAsync(this Visitor visitor, string text) => Waiting.UntilNothing(
        async () => await visitor.Page.EvaluateAsync<bool>(HasDraft, text) ? $"A draft still has « {text} »." : null, Pause);
}
