using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Dfm.Functions.Tests.Mail;

/// <summary>Answers as SendGrid does, or as a test tells it to.</summary>
internal sealed class SendGridServer : IAsyncDisposable
{
    private readonly ConcurrentQueue<Answer> answers = new();
    private readonly WebApplication app;

    private SendGridServer(WebApplication app) => this.app = app;

    public string Address => app.Urls.Single();

    /// <summary>The bodies of all requests, refused ones too.</summary>
    public ConcurrentQueue<JsonElement> Requests { get; } = new();

    /// <summary>What to do with every request before it is answered.</summary>
    public Func<HttpContext, Task>? BeforeAnswer { get; set; }

    public static async Task<SendGridServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var server = new SendGridServer(builder.Build());
        server.app.MapPost("/v3/mail/send", server.Handle);
        await server.app.StartAsync();
        return server;
    }

    /// <summary>The next requests get these answers; those after them are accepted.</summary>
    public void Answers(params Answer[] next)
    {
        foreach (var answer in next) answers.Enqueue(answer);
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private async Task Handle(HttpContext context)
    {
        Requests.Enqueue((await JsonDocument.ParseAsync(context.Request.Body)).RootElement);
        if (BeforeAnswer is { } act) await act(context);
        var answer = answers.TryDequeue(out var next) ? next : new Answer(202);
        context.Response.StatusCode = answer.Status;
        context.Response.Headers["X-Message-Id"] = $"sg-{Requests.Count}";
        if (answer.RetryAfter is { } seconds) context.Response.Headers.RetryAfter = $"{seconds}";
        await context.Response.WriteAsync(answer.Body);
    }

    internal sealed record Answer(int Status, int? RetryAfter = null, string Body = "");
}
