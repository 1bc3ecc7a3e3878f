using System.Net;
using Dfm.Core.Accounts;
using Dfm.Core.Contact;
using Dfm.Functions.Contact.Responses;
using Dfm.Functions.Contact.Storage;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Tests.Contact;

/// <summary>The two customers' portal with its services: what the tests of « Contacter » start from.</summary>
public sealed class ContactPortal : TwoCustomers
{
    private ContactPortal(InProcessPortal portal, HttpClient staff) : base(portal, staff)
    {
    }

    /// <summary>Everybody may write to the first, Superviseurs alone to the second.</summary>
    public static IReadOnlyList<ContactService> Services { get; } =
    [
        new("sav", "Service technique", "sav@dfm.example.com", [Profile.User, Profile.Supervisor], 1),
        new("compta", "Comptabilité", "compta@dfm.example.com", [Profile.Supervisor], 2),
    ];

    public static async Task<ContactPortal> StartAsync(StorageAccount storage, IReadOnlyDictionary<string, string>? settings = null)
    {
        var portal = await StartInProcess(storage, settings: settings);
        await Arrange(portal.Services);
        return new ContactPortal(portal, await portal.StaffClient("Accueil", "contact.read"));
    }

    /// <summary>Stores <see cref="Services"/>.</summary>
    public static Task Arrange(IServiceProvider services) =>
        ActivatorUtilities.CreateInstance<TableContactServiceStore>(services).Save(Services, CancellationToken.None);

    /// <summary>A form that is accepted from everybody, but for the fields given.</summary>
    public static MultipartFormDataContent Form(
        string service = "sav",
        string? subject = "Badge de l'entrée",
        string message = "Bonjour,\nle technicien aura besoin d'un badge.",
        params (string Name, byte[] Content)[] files)
    {
        var form = new MultipartFormDataContent { { new StringContent(service), "service" }, { new StringContent(message), "message" } };
        if (subject is not null) form.Add(new StringContent(subject), "subject");
        foreach (var (name, content) in files) form.Add(new ByteArrayContent(content), "files", name);
        return form;
    }

    /// <summary>Makes the request that sends a form.</summary>
    public static HttpRequestMessage Sending(HttpContent form, string? key = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/contact-requests") { Content = form };
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        return request;
    }

    /// <summary>Sends a form and returns the response.</summary>
    public static async Task<HttpResponseMessage> Send(HttpClient client, HttpContent form, string? key = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        using var request = Sending(form, key);
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Sends a form, which is accepted.</summary>
    public static async Task<ContactRequestResponse> Sent(HttpClient client, HttpContent? form = null)
    {
        using var answer = await Send(client, form ?? Form());
        return await answer.Read<ContactRequestResponse>(HttpStatusCode.Created);
    }

    /// <summary>All that the staff sees, newest first.</summary>
    public Task<IReadOnlyList<ContactSummary>> Listed() => Staff.GetAll<ContactSummary>("/api/backoffice/contact-requests");
}
