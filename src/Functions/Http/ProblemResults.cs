using System.Globalization;
using Microsoft.AspNetCore.Mvc;

namespace Dfm.Functions.Http;

/// <summary>Maps expected failures to HTTP responses (RFC 9457).</summary>
public static class ProblemResults
{
    public static IResult ToHttp<T>(this Result<T> result, Func<T, IResult> success) => result.Match(success, ToHttp);

    /// <summary>The problem as <c>application/problem+json</c> with its stable code.</summary>
    public static IResult ToHttp(this Problem problem)
    {
        var details = new ProblemDetails
        {
            Type = Type(problem.Kind),
            Status = Status(problem.Kind),
            Title = Title(problem.Kind),
            Detail = problem.Detail,
        };
        details.Extensions["code"] = problem.Code;
        if (problem.Errors is not null) details.Extensions["errors"] = problem.Errors;
        if (problem.State is not null) details.Extensions["state"] = problem.State;
        return new Refusal(Results.Problem(details), problem);
    }

    /// <summary>The response to an unhandled exception: it reveals nothing but the trace id.</summary>
    public static IResult Unexpected(string trace)
    {
        var details = new ProblemDetails
        {
            Status = StatusCodes.Status500InternalServerError,
            Title = "Erreur interne",
            Detail = "Une erreur inattendue est survenue. Réessayez ; si elle persiste, indiquez la référence de trace à notre service.",
        };
        details.Extensions["code"] = "internal-error";
        details.Extensions["trace"] = trace;
        return Results.Problem(details);
    }

    public static int Status(ProblemKind kind) => kind switch
    {
        ProblemKind.Invalid => StatusCodes.Status400BadRequest,
        ProblemKind.Unauthenticated => StatusCodes.Status401Unauthorized,
        ProblemKind.Forbidden => StatusCodes.Status403Forbidden,
        ProblemKind.NotFound => StatusCodes.Status404NotFound,
        ProblemKind.Conflict => StatusCodes.Status409Conflict,
        ProblemKind.PreconditionFailed => StatusCodes.Status412PreconditionFailed,
        ProblemKind.TooLarge => StatusCodes.Status413PayloadTooLarge,
        ProblemKind.UnsupportedMediaType => StatusCodes.Status415UnsupportedMediaType,
        ProblemKind.Unprocessable => StatusCodes.Status422UnprocessableEntity,
        ProblemKind.TooManyRequests => StatusCodes.Status429TooManyRequests,
        ProblemKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A kind of problem without a status."),
    };

    /// <summary>The definition of a status that ASP.NET Core does not supply.</summary>
    private static string? Type(ProblemKind kind) => kind switch
    {
        ProblemKind.TooLarge => "https://tools.ietf.org/html/rfc9110#section-15.5.14",
        ProblemKind.TooManyRequests => "https://tools.ietf.org/html/rfc6585#section-4",
        _ => null,
    };

    private static string Title(ProblemKind kind) => kind switch
    {
        ProblemKind.Invalid => "Demande incorrecte",
        ProblemKind.Unauthenticated => "Connexion nécessaire",
        ProblemKind.Forbidden => "Action non autorisée",
        ProblemKind.NotFound => "Introuvable",
        ProblemKind.Conflict => "Action impossible dans l'état actuel",
        ProblemKind.PreconditionFailed => "Modifié entre-temps",
        ProblemKind.TooLarge => "Trop volumineux",
        ProblemKind.UnsupportedMediaType => "Format non accepté",
        ProblemKind.Unprocessable => "Demande contradictoire",
        ProblemKind.TooManyRequests => "Trop de tentatives",
        ProblemKind.Unavailable => "Service momentanément indisponible",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A kind of problem without a title."),
    };

    /// <summary>A problem with the headers that its status requires.</summary>
    private sealed class Refusal(IResult body, Problem problem) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var headers = httpContext.Response.Headers;
            if (problem.RetryAfter is { } wait) headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            // RFC 9110, 15.5.2: a 401 names an authentication scheme; by default that of access tokens.
            if (problem.Kind is ProblemKind.Unauthenticated && headers.WWWAuthenticate.Count == 0) headers.WWWAuthenticate = "Bearer";
            return body.ExecuteAsync(httpContext);
        }
    }
}
